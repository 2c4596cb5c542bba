package dev.sluice.score;

import dev.sluice.spec.ScorerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Reads a model's file once and holds it against its sum; what is read is what is loaded. Only the bytes go on, never a
 * path: DJL looks around the file that it is given, into folders of jars, native libraries and Python, and runs them.
 */
final class ModelFile {

    private ModelFile() {}

    /**
     * The bytes of the model.
     *
     * @param folder what the file's name is relative to
     * @throws ScorerRefusedException when it is not one readable file with the sum of the pipeline file
     */
    static byte[] read(ScorerSpec spec, Path folder) {
        Path file = folder.resolve(spec.model());
        if (Files.isDirectory(file)) {
            throw new ScorerRefusedException(
                    file + ": a folder, which could carry code; give scorer.model a single .onnx file");
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ScorerRefusedException(
                    file + ": no such file; scorer.model is relative to the folder of the pipeline file");
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            String sum = sha256(bytes);
            if (!sum.equals(spec.sha256())) {
                throw new ScorerRefusedException(
                        file + ": has SHA-256 " + sum + ", and scorer.sha256 is " + spec.sha256()
                                + ": bring back the file that was meant, or, if this one is, set scorer.sha256 to its sum and"
                                + " give scorer.version a new name");
            }
            return bytes;
        } catch (IOException unreadable) {
            throw new ScorerRefusedException(file + ": cannot be read (" + unreadable.getMessage() + ")");
        } catch (OutOfMemoryError tooLarge) {
            throw new ScorerRefusedException(file + ": too large, a model has at most 2 GiB and must fit the heap");
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
