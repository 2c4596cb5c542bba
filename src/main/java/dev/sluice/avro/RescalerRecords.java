package dev.sluice.avro;

import dev.sluice.storm.Features;
import dev.sluice.storm.Groups;
import dev.sluice.storm.Layers;
import dev.sluice.storm.RescaledRows;

/** Rescalers as snapshots carry them. */
public final class RescalerRecords {

    private RescalerRecords() {}

    /** The record of a rescaler. */
    public static Rescaler toAvro(dev.sluice.storm.Rescaler rescaler) {
        Layers layers = rescaler.layers();
        RescaledRows reference = rescaler.reference();
        return new Rescaler(
                rescaler.arrived(),
                rescaler.passes(),
                PrimitiveLists.list(rescaler.groups().values()),
                PrimitiveLists.list(rescaler.features().centre()),
                PrimitiveLists.list(rescaler.features().factor()),
                PrimitiveLists.list(layers.first()),
                PrimitiveLists.list(layers.firstMean()),
                PrimitiveLists.list(layers.firstFactor()),
                PrimitiveLists.list(layers.second()),
                PrimitiveLists.list(layers.secondMean()),
                PrimitiveLists.list(layers.secondFactor()),
                PrimitiveLists.list(reference.given()),
                PrimitiveLists.list(reference.rows()),
                PrimitiveLists.list(reference.pWrong()),
                PrimitiveLists.list(reference.weight()));
    }

    /**
     * The rescaler in a record.
     *
     * @throws IllegalArgumentException if the record contradicts itself
     */
    public static dev.sluice.storm.Rescaler fromAvro(Rescaler record) {
        return new dev.sluice.storm.Rescaler(
                record.getArrived(),
                record.getPasses(),
                new Groups(record.getGroups().size() / Groups.WIDTH, PrimitiveLists.floats(record.getGroups())),
                new Features(
                        PrimitiveLists.floats(record.getFeatureMeans()),
                        PrimitiveLists.floats(record.getFeatureFactors())),
                new Layers(
                        PrimitiveLists.floats(record.getFirst()),
                        PrimitiveLists.floats(record.getFirstMeans()),
                        PrimitiveLists.floats(record.getFirstFactors()),
                        PrimitiveLists.floats(record.getSecond()),
                        PrimitiveLists.floats(record.getSecondMeans()),
                        PrimitiveLists.floats(record.getSecondFactors())),
                new RescaledRows(
                        PrimitiveLists.ints(record.getGiven()),
                        PrimitiveLists.floats(record.getRows()),
                        PrimitiveLists.floats(record.getPWrong()),
                        PrimitiveLists.floats(record.getWeights())));
    }
}
