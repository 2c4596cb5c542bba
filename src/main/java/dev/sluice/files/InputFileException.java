package dev.sluice.files;

import java.nio.file.Path;

/** A fault in the content of an input file. The message is one line with the place and what is wrong there. */
public final class InputFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private InputFileException(String message) {
        super(message);
    }

    /** The whole file is not what it should be. */
    public static InputFileException in(Path file, String problem) {
        return new InputFileException(file + ": " + problem);
    }

    /** One row of an array is bad; rows count from 0, as in NumPy. */
    public static InputFileException atRow(Path file, long row, String problem) {
        return new InputFileException(file + " row " + row + ": " + problem);
    }

    /** One line of a text file is bad; lines count from 1, as in editors. */
    public static InputFileException atLine(Path file, long line, String problem) {
        return new InputFileException(file + " line " + line + ": " + problem);
    }
}
