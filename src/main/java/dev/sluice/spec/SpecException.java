package dev.sluice.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A pipeline file that cannot be used. The message names the file and lists every problem at once. */
public final class SpecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    SpecException(String source, List<Problem> problems) {
        super(describe(source, problems));
        this.problems = List.copyOf(problems);
    }

    SpecException(String source, String message) {
        super(source + ": " + message);
        this.problems = List.of(new Problem(source, message));
    }

    /** Every problem, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }

    private static String describe(String source, List<Problem> problems) {
        if (problems.size() == 1) {
            Problem only = problems.get(0);
            return only.place().startsWith(SetTree.MARK) ? only.toString() : source + ": " + only;
        }
        return problems.stream()
                .map(problem -> System.lineSeparator() + "  " + problem)
                .collect(Collectors.joining("", source + ": " + problems.size() + " problems", ""));
    }
}
