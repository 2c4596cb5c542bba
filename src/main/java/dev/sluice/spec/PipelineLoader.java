package dev.sluice.spec;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Reads pipeline files. Everything that is wrong is reported at once, by one {@link SpecException}. */
public final class PipelineLoader {

    /** The place of problems when there is no file. */
    private static final String DEFAULTS = "the pipeline";

    private PipelineLoader() {}

    /**
     * Reads a pipeline that says which classes there are.
     *
     * @param sets values laid over the file, by the path of their key
     */
    public static PipelineSpec load(Path file, Map<String, String> sets) {
        return parse(file.toString(), read(file), sets, true);
    }

    /** Reads a pipeline whose classes may come from the data instead. */
    public static PipelineSpec loadForData(Path file, Map<String, String> sets) {
        return parse(file.toString(), read(file), sets, false);
    }

    /** The pipeline of all defaults, whose classes may come from the data. */
    public static PipelineSpec defaultsForData(Map<String, String> sets) {
        return parse(DEFAULTS, "{}", sets, false);
    }

    /** Reads a pipeline from a text. */
    public static PipelineSpec parse(String yaml, Map<String, String> sets) {
        return parse(DEFAULTS, yaml, sets, true);
    }

    /** Reads a policy file: the section {@code policy} alone. */
    public static PolicySpec loadPolicy(Path file) {
        return parsePolicy(file.toString(), read(file));
    }

    /**
     * Reads the text of a policy.
     *
     * @param source what the text is, for messages
     */
    public static PolicySpec parsePolicy(String source, String yaml) {
        Problems problems = new Problems();
        Tree tree = document(source, yaml, problems);
        PolicySpec policy = new Binder(problems, "").section(tree, PolicySpec.class, "");
        problems.throwIfAny(source);
        return policy;
    }

    private static PipelineSpec parse(String source, String yaml, Map<String, String> sets, boolean classesNeeded) {
        Problems problems = new Problems();
        Tree tree = document(source, yaml, problems);
        String name = "";
        if (tree instanceof Tree.Section root) {
            SetTree.apply(root, sets, problems);
            name = name(root);
        }
        PipelineSpec spec = new Binder(problems, name).section(tree, PipelineSpec.class, "");
        if (classesNeeded
                && tree instanceof Tree.Section root
                && !root.entries().containsKey("classes")) {
            problems.add(tree, "classes", "missing, say how many there are or list their names");
        }
        problems.throwIfAny(source);
        return spec;
    }

    /** What {@code <name>} stands for in defaults; the default name where the given one is refused anyway. */
    private static String name(Tree.Section root) {
        return root.entries().get("name") instanceof Tree.Scalar scalar
                        && !scalar.absent()
                        && scalar.text().matches(PipelineSpec.NAME)
                ? scalar.text()
                : ((Tree.Scalar) KeyCatalogue.defaultOf(PipelineSpec.class, "name")).text();
    }

    private static Tree document(String source, String yaml, Problems problems) {
        Tree tree = YamlText.read(source, yaml, 0, problems);
        if (tree instanceof Tree.Scalar scalar && scalar.absent()) {
            throw new SpecException(source, "empty, start from topologies/quickstart.yaml");
        }
        return tree;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new SpecException(file.toString(), "no such file");
        } catch (CharacterCodingException binary) {
            throw new SpecException(file.toString(), "not a text in UTF-8");
        } catch (IOException unreadable) {
            throw new SpecException(
                    file.toString(), Files.isDirectory(file) ? "a directory, a file is expected" : "cannot be read");
        }
    }
}
