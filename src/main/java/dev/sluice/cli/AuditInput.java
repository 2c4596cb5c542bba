package dev.sluice.cli;

import dev.sluice.files.ProbabilityRows;
import dev.sluice.noise.ModelKey;
import dev.sluice.spec.ClassList;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * What is audited.
 *
 * @param rows labels and probabilities
 * @param model whose probabilities
 * @param classes the names of the classes
 * @param named whether the rows have ids of their own
 */
record AuditInput(ProbabilityRows rows, ModelKey model, ClassList classes, boolean named) {

    /**
     * Opens what the options name. The pipeline is only read where there is one, or where lines must be checked against
     * it: reading takes longer than auditing a small file.
     */
    static AuditInput open(PipelineOptions pipeline, RowInputOptions input, PrintWriter err) throws IOException {
        if (input.shuffled()) {
            throw new Misuse("--shuffle means nothing here: an audit takes all rows at once, in whatever order");
        }
        if (input.inSample()) {
            err.println(
                    "warning: --in-sample, these scores look surer than they are: expect few issues, or cross-validate");
        }
        if (input.asLines()) {
            return AuditLines.open(pipeline.loadForData(), input, err);
        }
        PipelineSpec spec = pipeline.given() ? pipeline.loadForData() : null;
        RowInputOptions.MappedInput arrays = input.openMapped(spec);
        return new AuditInput(
                arrays.rows(),
                arrays.model(),
                spec != null && spec.knowsClasses()
                        ? spec.classes()
                        : ClassList.count(arrays.rows().classes()),
                arrays.named());
    }
}
