package dev.sluice.spec;

import java.util.List;

/**
 * A policy that somebody wants, good or bad.
 *
 * @param source what it was read from, for messages
 * @param yaml canonical text of a good one; of a bad one everything that was asked for, in one line
 * @param problems everything that is wrong with it, in the order of the file
 */
public record PolicyDraft(String source, String yaml, List<Problem> problems) {

    public PolicyDraft {
        problems = List.copyOf(problems);
    }

    /** A text that is a whole policy: keys that it leaves out have their defaults. */
    public static PolicyDraft whole(String source, String yaml, PipelineSpec pipeline) {
        try {
            return PolicyChange.read(source, yaml).whole(pipeline);
        } catch (SpecException noSection) {
            return new PolicyDraft(source, yaml, noSection.problems());
        }
    }

    public boolean good() {
        return problems.isEmpty();
    }

    /**
     * The policy.
     *
     * @throws SpecException when it is a bad one, with every problem
     */
    public PolicySpec policy() {
        if (!good()) {
            throw new SpecException(source, problems);
        }
        return PipelineLoader.parsePolicy(source, yaml);
    }
}
