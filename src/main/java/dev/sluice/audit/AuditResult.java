package dev.sluice.audit;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.SparseCounts;
import java.util.OptionalDouble;

/**
 * What an audit found. The array is shared, nobody may write to it.
 *
 * @param method how wrong labels were searched, by its name on the command line
 * @param learnt counts, thresholds, raw confident joint, noise matrix and prior; a posterior where that was asked for
 * @param calibrated the confident joint scaled to the label counts; rows are given labels
 * @param estimatedIssues members of the raw joint off its diagonal, less those whose most probable class is their label
 * @param expectedWrong sum of P(label wrong) over all rows; empty when the posterior was not what searched
 * @param issues rows flagged, the most suspect first, rows that tie in their order
 */
public record AuditResult(
        String method,
        ModelStatistics learnt,
        SparseCounts calibrated,
        long estimatedIssues,
        OptionalDouble expectedWrong,
        int[] issues) {}
