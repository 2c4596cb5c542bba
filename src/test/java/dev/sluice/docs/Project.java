package dev.sluice.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of this project, as they lie in its folder; tests run there. */
final class Project {

    private Project() {}

    static Path path(String relative) {
        return Path.of(relative).toAbsolutePath();
    }

    static String text(String relative) {
        try {
            return Files.readString(path(relative));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** A property of pom.xml, such as {@code kafka.version}. */
    static String property(String name) {
        Matcher found =
                Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)</").matcher(text("pom.xml"));
        if (!found.find()) {
            throw new IllegalStateException("pom.xml has no property " + name);
        }
        return found.group(1);
    }
}
