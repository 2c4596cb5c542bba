package dev.sluice.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that a person sees all of it at once. */
final class Problems {

    private record Found(int line, String path, Problem problem) {}

    private final List<Found> found = new ArrayList<>();

    /** Notes a problem of a value that stands in the file or came from {@code --set}. */
    void add(Tree where, String path, String message) {
        String place = where.line() >= SetTree.LINE ? SetTree.MARK + path : path;
        found.add(new Found(where.line(), path, new Problem(place, message)));
    }

    /** Whether something is wrong already at this place, below it or above it. */
    boolean touch(String path) {
        return found.stream().anyMatch(known -> known.path().startsWith(path) || path.startsWith(known.path()));
    }

    int count() {
        return found.size();
    }

    /** All problems, in the order of the file, those of {@code --set} last. */
    List<Problem> inOrder() {
        return found.stream()
                .sorted(Comparator.comparingInt(Found::line))
                .map(Found::problem)
                .toList();
    }

    void throwIfAny(String source) {
        if (!found.isEmpty()) {
            throw new SpecException(source, inOrder());
        }
    }
}
