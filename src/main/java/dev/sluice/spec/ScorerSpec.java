package dev.sluice.spec;

import java.time.Duration;
import java.util.Locale;

/**
 * The model that scores samples which come with features and without logits.
 *
 * @param model the file, as it is written in the pipeline file; relative to the folder of that file
 * @param sha256 SHA-256 of the file, 64 hexadecimal digits in lower case
 * @param id which of the pipeline's models it is
 * @param version version of the model, as its logits name it
 * @param outOfSample whether the model did not train on the labels of the samples that it scores
 * @param batch most samples that are scored at once
 * @param threads how many batches are scored at the same time in one instance
 * @param timeout longest time that a batch may take, wall clock
 */
public record ScorerSpec(
        @Key(
                meaning =
                        "The model: one ONNX file, relative to the folder of the pipeline file. It takes the features of"
                                + " a sample and gives its logits.",
                required = true,
                pattern = ".*\\.onnx",
                patternInWords = "a single file that ends in .onnx: a folder or an archive could carry code")
        String model,

        @Key(
                meaning = "SHA-256 of that file, as `sha256sum` prints it; another file is refused.",
                required = true,
                pattern = "[0-9a-fA-F]{64}",
                patternInWords = "64 hexadecimal digits, as `sha256sum` prints them")
        String sha256,

        @Key(
                meaning = "Which of the models it is: samples that have logits of that model are not scored.",
                byDefault = "main",
                pattern = ModelSpec.ID,
                patternInWords = ModelSpec.ID_IN_WORDS)
        String id,

        @Key(
                meaning = "Version of the model, as its logits name it. Give another file another version.",
                byDefault = "1",
                pattern = "[^\\s].{0,99}",
                patternInWords = "at most 100 characters")
        String version,

        @Key(
                meaning = "Whether the model did not train on the labels of the samples that it scores."
                        + " Only then is anything learnt from its logits.",
                byDefault = "false")
        boolean outOfSample,

        @Key(meaning = "Most samples that are scored at once.", byDefault = "64", min = 1, max = 65_536)
        int batch,

        @Key(
                meaning = "How many batches an instance scores at the same time, each in a thread of its own.",
                byDefault = "1",
                min = 1,
                max = 256)
        int threads,

        @Key(
                meaning = "Longest that a batch may take, wall clock; then the service stops and says so.",
                byDefault = "30s",
                shortest = "100ms",
                longest = "1h")
        Duration timeout) {

    public ScorerSpec {
        sha256 = sha256.toLowerCase(Locale.ROOT);
    }
}
