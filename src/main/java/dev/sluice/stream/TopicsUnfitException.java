package dev.sluice.stream;

import java.util.List;

/** Topics that a pipeline cannot work with. The message says what to do. */
public final class TopicsUnfitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TopicsUnfitException(List<String> reasons) {
        super(String.join("; ", reasons));
    }
}
