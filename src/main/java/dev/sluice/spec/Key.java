package dev.sluice.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One key of the pipeline file, on the record component that holds it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Key {

    /** The key in the file, where the record cannot call its component so; empty for the component's own name. */
    String name() default "";

    /** What the key does, in one sentence, for the reference and for editors. */
    String meaning();

    /** The default as YAML, {@code <name>} standing for the name of the pipeline; empty for a section or an option. */
    String byDefault() default "";

    /** Whether the key must be given wherever its section is; it has no default then. */
    boolean required() default false;

    /** Smallest value of a number. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest value of a number. */
    double max() default Double.POSITIVE_INFINITY;

    /** Shortest duration. */
    String shortest() default "1ms";

    /** Longest duration. */
    String longest() default "36500d";

    /** Regular expression of the whole text. */
    String pattern() default "";

    /** The pattern in words, for the message. */
    String patternInWords() default "";

    /** The only value that works in this version, while the others wait for their behaviour; empty for all. */
    String only() default "";
}
