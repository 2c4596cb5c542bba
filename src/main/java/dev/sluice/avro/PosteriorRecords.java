package dev.sluice.avro;

import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.SparseMatrix;

/** Posteriors as snapshots carry them. */
public final class PosteriorRecords {

    private PosteriorRecords() {}

    /** The record of a posterior. */
    public static Posterior toAvro(PosteriorModel model) {
        SparseMatrix exceptions = model.exceptions();
        return new Posterior(
                model.arrived(),
                model.scale(),
                PrimitiveLists.list(model.bias()),
                PrimitiveLists.list(model.matrix()),
                PrimitiveLists.list(model.stay()),
                PrimitiveLists.list(model.leave()),
                PrimitiveLists.list(model.share()),
                PrimitiveLists.list(exceptions.rowStarts()),
                PrimitiveLists.list(exceptions.columns()),
                PrimitiveLists.list(exceptions.values()),
                model.rest(),
                model.say(),
                model.information(),
                toAvro(model.reference()));
    }

    /**
     * The posterior in a record.
     *
     * @throws IllegalArgumentException if the record contradicts itself
     */
    public static PosteriorModel fromAvro(Posterior record) {
        return new PosteriorModel(
                record.getArrived(),
                record.getScale(),
                PrimitiveLists.floats(record.getBias()),
                PrimitiveLists.floats(record.getMatrix()),
                PrimitiveLists.floats(record.getStay()),
                PrimitiveLists.floats(record.getLeave()),
                PrimitiveLists.floats(record.getShare()),
                new SparseMatrix(
                        PrimitiveLists.ints(record.getExceptionRowStarts()),
                        PrimitiveLists.ints(record.getExceptionColumns()),
                        PrimitiveLists.doubles(record.getExceptionValues())),
                record.getRest(),
                record.getSay(),
                record.getInformation(),
                fromAvro(record.getReference()));
    }

    private static ReferenceRows toAvro(dev.sluice.noise.ReferenceRows rows) {
        return rows.size() == 0
                ? null
                : new ReferenceRows(
                        PrimitiveLists.list(rows.given()),
                        PrimitiveLists.list(rows.rows()),
                        PrimitiveLists.list(rows.pWrong()),
                        PrimitiveLists.list(rows.selfConfidence()));
    }

    private static dev.sluice.noise.ReferenceRows fromAvro(ReferenceRows record) {
        return record == null
                ? dev.sluice.noise.ReferenceRows.NONE
                : new dev.sluice.noise.ReferenceRows(
                        PrimitiveLists.ints(record.getGiven()),
                        PrimitiveLists.floats(record.getRows()),
                        PrimitiveLists.floats(record.getPWrong()),
                        PrimitiveLists.floats(record.getSelfConfidence()));
    }
}
