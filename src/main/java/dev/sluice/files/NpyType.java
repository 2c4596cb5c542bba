package dev.sluice.files;

import java.nio.file.Path;

/** The element types that Sluice reads from {@code .npy} files, all little-endian. */
enum NpyType {
    INT32("<i4", 4, true),
    INT64("<i8", 8, true),
    FLOAT32("<f4", 4, false),
    FLOAT64("<f8", 8, false);

    private final String descriptor;
    private final int bytes;
    private final boolean integer;

    NpyType(String descriptor, int bytes, boolean integer) {
        this.descriptor = descriptor;
        this.bytes = bytes;
        this.integer = integer;
    }

    int bytes() {
        return bytes;
    }

    boolean integer() {
        return integer;
    }

    static NpyType of(Path file, String descriptor) {
        for (NpyType type : values()) {
            if (type.descriptor.equals(descriptor)) {
                return type;
            }
        }
        if (descriptor.startsWith(">")) {
            throw InputFileException.in(
                    file,
                    "dtype '" + descriptor + "' is big-endian: save it little-endian, such as x.astype('<"
                            + descriptor.substring(1) + "')");
        }
        throw InputFileException.in(
                file,
                "dtype '" + descriptor
                        + "' is not read: save it as int32, int64, float32 or float64, such as x.astype('int32')");
    }
}
