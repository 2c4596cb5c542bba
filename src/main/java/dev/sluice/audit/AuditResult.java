package dev.sluice.audit;

import dev.sluice.noise.IssueFilter;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.SparseCounts;

/**
 * What an audit found. The array is shared, nobody may write to it.
 *
 * @param filter how wrong labels were searched
 * @param learnt counts, thresholds, raw confident joint, noise matrix and prior
 * @param calibrated the confident joint scaled to the label counts; rows are given labels
 * @param estimatedIssues members of the raw joint off its diagonal, less those whose most probable class is their label
 * @param issues rows flagged, the least self-confident first, rows that tie in their order
 */
public record AuditResult(
        IssueFilter filter, ModelStatistics learnt, SparseCounts calibrated, long estimatedIssues, int[] issues) {}
