package dev.sluice.stream;

/**
 * One thing in which a topic that exists is not as planned.
 *
 * @param setting what it is about: {@code partitions}, or a setting of the topic such as {@code retention.ms}
 * @param actual what it is
 * @param planned what it should be
 * @param why what goes wrong otherwise
 * @param fix the command or change that puts it right
 * @param losesData whether the pipeline would lose records, so that it must not run
 * @param alterable whether {@code topics create --alter} may set it: only what makes a topic keep or accept more
 */
public record TopicDifference(
        String setting, String actual, String planned, String why, String fix, boolean losesData, boolean alterable) {

    /** What the setting is to be set to: the planned value without its explanation in brackets. */
    String plannedValue() {
        return planned.split(" ", 2)[0];
    }

    /** One sentence without the topic's name: what it is, what it should be, why, and what to do. */
    public String sentence() {
        return "has " + setting + "=" + actual + ", planned is " + planned + ": " + why + "; " + fix;
    }
}
