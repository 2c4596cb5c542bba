package dev.sluice.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody wants changed in a policy: a policy FILE, as short as one line, and values on top of it.
 *
 * <p>It is laid over another policy key by key: a section within a section, everything else in place of what was there.
 * {@code null} takes a key out, which means its default, or no exception for a class: {@code classes: {cat: null}}. An
 * empty section takes out all that it holds: {@code classes: {}}. A class is the same class by its name and by its index.
 */
public final class PolicyChange {

    private static final String SECTION = "policy";
    private static final String CLASSES = "classes";

    private final String source;
    private final Tree.Section root;
    private final List<Problem> problems;

    private PolicyChange(String source, Tree.Section root, List<Problem> problems) {
        this.source = source;
        this.root = root;
        this.problems = problems;
    }

    /**
     * Reads a policy file.
     *
     * @throws SpecException when it is not YAML
     */
    public static PolicyChange load(Path file) {
        return read(file.toString(), PipelineLoader.read(file));
    }

    /**
     * Reads a text.
     *
     * @param source what it is, for messages
     * @throws SpecException when it is not YAML, or no section
     */
    public static PolicyChange read(String source, String yaml) {
        Problems found = new Problems();
        Tree tree = YamlText.read(source, yaml, 0, found);
        if (!(tree instanceof Tree.Section section)) {
            throw new SpecException(
                    source, "is " + tree.describe() + ", keys of a policy are expected: quarantineAbove: 0.6");
        }
        if (section.entries().size() == 1 && section.entries().containsKey(SECTION)) {
            throw new SpecException(source, "a policy file is what stands below `policy:`, without that line");
        }
        return new PolicyChange(source, section, found.inOrder());
    }

    /** Nothing to change yet. */
    public static PolicyChange none() {
        return new PolicyChange("--set", Tree.section(1), List.of());
    }

    /**
     * The same with values on top.
     *
     * @param sets by the path of their key, such as {@code policy.classes.cat.thresholdOffset}
     */
    public PolicyChange with(Map<String, String> sets) {
        Problems found = new Problems();
        Tree.Section whole = Tree.section(1);
        whole.entries().put(SECTION, copy(root));
        SetTree.apply(whole, sets, found);
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(found.inOrder());
        Tree changed = whole.entries().get(SECTION);
        return new PolicyChange(source, changed instanceof Tree.Section section ? section : root, all);
    }

    /** It alone: keys that it leaves out have their defaults. */
    public PolicyDraft whole(PipelineSpec pipeline) {
        return over(Tree.section(1), pipeline);
    }

    /** It laid over a policy. */
    public PolicyDraft over(PolicySpec base, PipelineSpec pipeline) {
        return over((Tree.Section) YamlText.read("policy", base.yaml(), 1, new Problems()), pipeline);
    }

    private PolicyDraft over(Tree.Section base, PipelineSpec pipeline) {
        Tree.Section merged = merge(base, root, SECTION, pipeline);
        Problems found = new Problems();
        PolicySpec bound = new Binder(found, pipeline.name()).section(merged, PolicySpec.class, SECTION);
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(found.inOrder());
        // also where something else is wrong: whoever corrects one would meet the other
        all.addAll(PolicyFit.problems(bound, pipeline));
        return new PolicyDraft(source, all.isEmpty() ? bound.yaml() : FlowYaml.write(merged), all);
    }

    private static Tree.Section merge(Tree.Section base, Tree.Section over, String path, PipelineSpec pipeline) {
        Tree.Section merged = Tree.section(over.line());
        merged.entries().putAll(base.entries());
        over.entries().forEach((name, value) -> {
            String key = path.equals(SECTION + "." + CLASSES) ? known(name, merged, pipeline) : name;
            Tree there = merged.entries().get(key);
            if (value instanceof Tree.Scalar scalar && scalar.absent()) {
                merged.entries().remove(key);
            } else if (value instanceof Tree.Section section
                    && !section.entries().isEmpty()) {
                Tree.Section below = there instanceof Tree.Section inner ? inner : Tree.section(section.line());
                merged.entries().put(key, merge(below, section, Paths.child(path, key), pipeline));
            } else {
                merged.entries().put(key, value);
            }
        });
        return merged;
    }

    /** The key by which the class stands there already. */
    private static String known(String name, Tree.Section classes, PipelineSpec pipeline) {
        int index = pipeline.knowsClasses() ? pipeline.classes().indexOf(name) : -1;
        return index < 0
                ? name
                : classes.entries().keySet().stream()
                        .filter(there -> pipeline.classes().indexOf(there) == index)
                        .findFirst()
                        .orElse(name);
    }

    // Values are laid over a copy: a change is read once and may be used twice.
    private static Tree.Section copy(Tree.Section section) {
        LinkedHashMap<String, Tree> entries = new LinkedHashMap<>();
        section.entries()
                .forEach((key, value) -> entries.put(key, value instanceof Tree.Section inner ? copy(inner) : value));
        return new Tree.Section(section.line(), entries);
    }
}
