package dev.sluice.cli;

import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which file holds whose scores. One file without a name belongs to the model that {@code --model} names, or to the only
 * one that is awaited; with several models each file is given as {@code MODEL=FILE}.
 */
final class ScoreFiles {

    private ScoreFiles() {}

    /**
     * The files by model, in the order of the pipeline's models.
     *
     * @param given what stood on the command line
     * @param option the option it stood behind, for messages
     * @param model of {@code --model}, or null
     */
    static Map<String, Path> byModel(List<String> given, String option, String model, PipelineSpec pipeline) {
        List<String> awaited = pipeline.models().stream().map(ModelSpec::id).toList();
        if (model != null && !awaited.contains(model)) {
            throw new Misuse("--model " + model + ": the pipeline awaits " + String.join(", ", awaited));
        }
        Map<String, Path> files = new LinkedHashMap<>();
        List<String> nameless = new ArrayList<>();
        for (String file : given) {
            int sign = file.indexOf('=');
            String name = sign < 0 ? "" : file.substring(0, sign);
            if (!awaited.contains(name)) {
                nameless.add(file);
            } else if (file.length() == sign + 1) {
                throw new Misuse(option + " " + file + ": the file is missing");
            } else if (files.put(name, Path.of(file.substring(sign + 1))) != null) {
                throw new Misuse(option + ": two files are given for model " + name);
            }
        }
        if (model != null && !files.isEmpty()) {
            throw new Misuse("--model and " + option + " MODEL=FILE exclude each other: name each model once");
        }
        if (!nameless.isEmpty()) {
            files.put(only(nameless, option, model, awaited, files), Path.of(nameless.get(0)));
        }
        return awaited.stream()
                .filter(files::containsKey)
                .collect(Collectors.toMap(id -> id, files::get, (a, b) -> a, LinkedHashMap::new));
    }

    // A '=' may be part of a path; where there is no such file it was meant for the name of a model.
    private static void requireNoTypo(String file, String option, List<String> awaited) {
        int sign = file.indexOf('=');
        if (sign > 0 && !Files.exists(Path.of(file))) {
            throw new Misuse(option + " " + file + ": no model is called '" + file.substring(0, sign)
                    + "', the pipeline awaits " + String.join(", ", awaited));
        }
    }

    private static String only(
            List<String> nameless, String option, String model, List<String> awaited, Map<String, Path> named) {
        requireNoTypo(nameless.get(0), option, awaited);
        if (nameless.size() > 1 || !named.isEmpty() || (model == null && awaited.size() > 1)) {
            throw new Misuse(option + " " + nameless.get(0) + ": say whose scores these are, " + option + " MODEL="
                    + nameless.get(0) + ", MODEL being one of " + String.join(", ", awaited));
        }
        return model == null ? awaited.get(0) : model;
    }
}
