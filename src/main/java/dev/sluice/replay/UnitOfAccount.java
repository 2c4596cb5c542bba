package dev.sluice.replay;

import dev.sluice.avro.Decision;

/**
 * What a decision is about, by where it stands: a presentation of a sample of the input.
 *
 * @param partition of the sample in its topic
 * @param offset of the sample there
 * @param presentation which showing of it
 */
record UnitOfAccount(int partition, long offset, int presentation) {

    static UnitOfAccount of(Decision decision) {
        Integer named = decision.getSamplePartition();
        return new UnitOfAccount(
                named == null ? decision.getPartition() : named,
                decision.getSampleOffset(),
                decision.getPresentation());
    }
}
