package dev.sluice.noise;

import dev.sluice.storm.Layers;
import dev.sluice.storm.RescaledRows;
import dev.sluice.storm.Rescaler;

/** All of a rescaler in one fixed order. */
final class RescalerHash {

    private RescalerHash() {}

    static ContentHash add(ContentHash hash, Rescaler rescaler) {
        hash.add(rescaler.arrived()).add(rescaler.passes().size());
        rescaler.passes().forEach(hash::add);
        Layers layers = rescaler.layers();
        RescaledRows reference = rescaler.reference();
        return hash.add(rescaler.groups().groups())
                .add(rescaler.groups().values())
                .add(rescaler.features().centre())
                .add(rescaler.features().factor())
                .add(layers.first())
                .add(layers.firstMean())
                .add(layers.firstFactor())
                .add(layers.second())
                .add(layers.secondMean())
                .add(layers.secondFactor())
                .add(reference.given())
                .add(reference.rows())
                .add(reference.pWrong())
                .add(reference.weight());
    }
}
