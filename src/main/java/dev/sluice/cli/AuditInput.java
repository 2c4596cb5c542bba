package dev.sluice.cli;

import dev.sluice.files.ProbabilityRows;
import dev.sluice.noise.ModelKey;
import dev.sluice.spec.ClassList;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;

/**
 * What is audited.
 *
 * @param rows labels and probabilities
 * @param model whose probabilities
 * @param classes the names of the classes
 * @param named whether the rows have ids of their own
 * @param cuts K cut-offs of P(label wrong), those of the pipeline's policy where there is one
 */
record AuditInput(ProbabilityRows rows, ModelKey model, ClassList classes, boolean named, double[] cuts) {

    private static final double EVEN = .5;

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
        ClassList classes = spec != null && spec.knowsClasses()
                ? spec.classes()
                : ClassList.count(arrays.rows().classes());
        return new AuditInput(arrays.rows(), arrays.model(), classes, arrays.named(), cuts(spec, classes));
    }

    static double[] cuts(PipelineSpec spec, ClassList classes) {
        if (spec != null) {
            return spec.policy().toPolicy(1, classes).cuts(classes.size());
        }
        double[] cuts = new double[classes.size()];
        Arrays.fill(cuts, EVEN);
        return cuts;
    }
}
