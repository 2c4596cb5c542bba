package dev.sluice.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a {@code .npy} file, versions 1.0 to 3.0: magic, version, length of the header, then a Python dictionary.
 *
 * @param type element type
 * @param shape lengths of the dimensions
 * @param dataOffset where the elements start, in bytes
 */
record NpyHeader(NpyType type, long[] shape, long dataOffset) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** NumPy itself refuses to parse longer ones unless told to trust the file. */
    private static final int LONGEST = 1 << 20;

    private static final Pattern DESCRIPTOR = Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9,\\sL]*)\\)");

    static NpyHeader read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(MAGIC.length + 2);
            if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw InputFileException.in(file, "is not a .npy file: write it with numpy.save");
            }
            int major = start[MAGIC.length];
            if (major < 1 || major > 3) {
                throw InputFileException.in(file, ".npy version " + major + " is not read, versions 1 to 3 are");
            }
            int lengthBytes = major == 1 ? 2 : 4;
            long length = littleEndian(readOrRefuse(file, in, lengthBytes));
            if (length > LONGEST) {
                throw InputFileException.in(file, "its header claims " + length + " bytes: the file is damaged");
            }
            byte[] header = readOrRefuse(file, in, (int) length);
            String dictionary = new String(header, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            return parse(file, dictionary, start.length + lengthBytes + length);
        }
    }

    private static byte[] readOrRefuse(Path file, InputStream in, int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw InputFileException.in(file, "ends within its header: the file is truncated");
        }
        return read;
    }

    private static long littleEndian(byte[] bytes) {
        long value = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    private static NpyHeader parse(Path file, String dictionary, long dataOffset) {
        NpyType type = NpyType.of(file, find(file, DESCRIPTOR, dictionary, "a plain 'descr'"));
        if (find(file, ORDER, dictionary, "'fortran_order'").equals("True")) {
            throw InputFileException.in(
                    file, "is in Fortran order: save it in C order, such as numpy.ascontiguousarray(x)");
        }
        return new NpyHeader(type, shape(file, find(file, SHAPE, dictionary, "'shape'")), dataOffset);
    }

    private static String find(Path file, Pattern pattern, String dictionary, String what) {
        Matcher matcher = pattern.matcher(dictionary);
        if (!matcher.find()) {
            throw InputFileException.in(
                    file, "its header has no " + what + ": save a plain array of numbers with numpy.save");
        }
        return matcher.group(1);
    }

    private static long[] shape(Path file, String text) {
        try {
            return Arrays.stream(text.replace("L", "").split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (NumberFormatException tooLong) {
            throw InputFileException.in(file, "shape (" + text + ") is not readable: the file is damaged");
        }
    }

    /** The shape as NumPy prints it. */
    String shapeText() {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < shape.length; i++) {
            text.append(i == 0 ? "" : ", ").append(shape[i]);
        }
        return text.append(shape.length == 1 ? ",)" : ")").toString();
    }
}
