package dev.sluice.docs;

import java.util.List;
import java.util.regex.Pattern;

/** README.md as its tests see it. */
final class Readme {

    private static final Pattern TOUR = Pattern.compile("(?ms)^<!-- tour -->\\n```sh\\n(.*?)^```$");

    private Readme() {}

    static String text() {
        return Project.text("README.md");
    }

    /** The tour's blocks of shell, in their order. */
    static List<String> tour() {
        return TOUR.matcher(text()).results().map(match -> match.group(1)).toList();
    }

    /** The first cells of the table below a heading, without marks. */
    static List<String> firstCells(String heading) {
        return section(heading)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1].replace("`", "").strip())
                .toList();
    }

    /** What stands under a heading, up to the next one. */
    static String section(String heading) {
        String text = text();
        int start = text.indexOf("\n### " + heading + "\n");
        if (start < 0) {
            throw new IllegalStateException("README.md has no heading '### " + heading + "'");
        }
        int end = text.indexOf("\n#", start + 1);
        return text.substring(start, end < 0 ? text.length() : end);
    }
}
