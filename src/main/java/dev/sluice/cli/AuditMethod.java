package dev.sluice.cli;

import dev.sluice.noise.IssueFilter;

/** How an audit searches for wrong labels. */
enum AuditMethod {
    POSTERIOR,
    CONFIDENT_LEARNING,
    PREDICTED_NEQ_GIVEN,
    PRUNE_BY_CLASS,
    PRUNE_BY_NOISE_RATE,
    BOTH,
    LOW_SELF_CONFIDENCE,
    LOW_NORMALIZED_MARGIN;

    /** The filter, for all but the posterior. */
    IssueFilter filter() {
        return IssueFilter.valueOf(name());
    }
}
