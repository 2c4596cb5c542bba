package dev.sluice.replay;

import java.util.List;

/** What came of comparing the pipeline's own ledger with the recount. */
public sealed interface LedgerCheck {

    /** Every number agrees. */
    record Agrees() implements LedgerCheck {}

    /**
     * It could not be compared.
     *
     * @param why for a person
     */
    record NotCompared(String why) implements LedgerCheck {}

    /**
     * They differ.
     *
     * @param differences one line for each number that differs
     */
    record Differs(List<String> differences) implements LedgerCheck {}
}
