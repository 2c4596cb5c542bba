package dev.sluice.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The house plan as rules: which package may import which. Written for any root, so that tests can plant violations in a
 * small house of their own and see that each rule catches its kind.
 */
final class HouseRules {

    /** Where the registry's client lives since it was relocated. */
    static final String REGISTRY_CLIENT = "org.apache.flink.avro.registry.confluent..";

    private static final Map<String, Set<String>> MAY_IMPORT = plan();

    private final String root;

    HouseRules(String root) {
        this.root = root;
    }

    private static Map<String, Set<String>> plan() {
        Map<String, Set<String>> plan = new TreeMap<>();
        plan.put("storm", Set.of());
        plan.put("noise", Set.of("storm"));
        plan.put("weight", Set.of("noise", "storm"));
        plan.put("judge", Set.of("storm", "noise", "weight"));
        plan.put("files", Set.of("storm", "noise", "weight", "judge"));
        plan.put("spec", Set.of("storm", "noise", "weight", "judge"));
        plan.put("avro", Set.of("storm", "noise", "weight", "judge"));
        plan.put("embedded", Set.of());
        plan.put("stream", Set.of("storm", "noise", "weight", "judge", "avro", "spec"));
        plan.put("score", Set.of("storm", "noise", "weight", "judge", "spec", "stream"));
        plan.put("load", Set.of("storm", "noise", "weight", "judge", "avro", "spec", "files", "stream"));
        plan.put("replay", Set.of("storm", "noise", "weight", "judge", "avro", "spec", "files", "stream"));
        plan.put("audit", Set.of("storm", "noise", "weight", "judge", "files"));
        plan.put(
                "demo",
                Set.of(
                        "storm",
                        "noise",
                        "weight",
                        "judge",
                        "avro",
                        "spec",
                        "files",
                        "stream",
                        "load",
                        "replay",
                        "embedded"));
        plan.put("ops", Set.of("storm", "noise", "weight", "judge", "avro", "spec", "stream", "replay"));
        plan.put(
                "bench",
                Set.of(
                        "storm",
                        "noise",
                        "weight",
                        "judge",
                        "avro",
                        "spec",
                        "files",
                        "stream",
                        "load",
                        "replay",
                        "embedded"));
        plan.put(
                "cli",
                Set.of(
                        "storm",
                        "noise",
                        "weight",
                        "judge",
                        "avro",
                        "spec",
                        "files",
                        "score",
                        "bench",
                        "stream",
                        "load",
                        "replay",
                        "audit",
                        "demo",
                        "ops",
                        "embedded"));
        plan.put("", Set.of("cli"));
        return plan;
    }

    /** Every import between our packages follows an arrow of the plan, and every package is on it. */
    ArchRule arrows() {
        return classes().should(new ArchCondition<>("import only what the house plan allows") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                String room = room(from);
                Set<String> allowed = MAY_IMPORT.get(room);
                if (allowed == null) {
                    events.add(SimpleConditionEvent.violated(
                            from, from.getName() + ": package '" + room + "' is not on the house plan"));
                    return;
                }
                for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                    JavaClass to = dependency.getTargetClass().getBaseComponentType();
                    if (ours(to) && !room(to).equals(room) && !allowed.contains(room(to))) {
                        events.add(SimpleConditionEvent.violated(
                                from,
                                "'" + room + "' may not import '" + room(to) + "': " + dependency.getDescription()));
                    }
                }
            }
        });
    }

    /** The core is pure: beside itself it imports nothing but the JDK. */
    ArchRule core() {
        return classes()
                .that()
                .resideInAnyPackage(inRoot("storm"), inRoot("noise"), inRoot("weight"), inRoot("judge"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", inRoot("storm"), inRoot("noise"), inRoot("weight"), inRoot("judge"));
    }

    /** No package needs itself by way of another. */
    ArchRule acyclic() {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    /**
     * The registry's client is known to one class at the edge; and to one more that stands in for a registry.
     *
     * @param knowing simple names of the classes that may import it
     */
    ArchRule registryClientOnlyIn(String... knowing) {
        Set<String> names = Set.of(knowing);
        return noClasses()
                .that(new DescribedPredicate<JavaClass>("are not " + names) {
                    @Override
                    public boolean test(JavaClass type) {
                        return !names.contains(outermost(type).getSimpleName());
                    }
                })
                .should()
                .dependOnClassesThat()
                .resideInAPackage(REGISTRY_CLIENT);
    }

    /** HTTP is served by one package and known to no other; the embedded registry is a server of its own. */
    ArchRule httpOnlyIn(String... knowing) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        Arrays.stream(knowing).map(this::inRoot).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.net.httpserver..");
    }

    /** The libraries that run models are known to packages that may be packed without them. */
    ArchRule modelsOnlyIn(String... knowing) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        Arrays.stream(knowing).map(this::inRoot).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..", "ai.onnxruntime..");
    }

    /** Nothing hides in a package without a subject. */
    ArchRule noUtilities() {
        return noClasses().should().resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..");
    }

    /** What is shared by all is constant. */
    ArchRule noStaticVariables() {
        return fields().that().areStatic().should().beFinal();
    }

    private String inRoot(String room) {
        return root + "." + room + "..";
    }

    private boolean ours(JavaClass type) {
        return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
    }

    private String room(JavaClass type) {
        String below = type.getPackageName().substring(root.length());
        return below.isEmpty() ? "" : below.substring(1).split("\\.")[0];
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
