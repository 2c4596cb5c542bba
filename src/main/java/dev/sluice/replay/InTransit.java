package dev.sluice.replay;

import dev.sluice.avro.Side;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.StoredInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What stands in the internal topics of repartitioned inputs and was not taken by the filter at the cut. Offsets of an input and
 * of its internal topic are committed apart, so an input below the cut may be there still.
 */
final class InTransit implements AutoCloseable {

    private final List<TopicTail> topics = new ArrayList<>();
    private final PipelineSpec spec;

    InTransit(Connection connection, PipelineSpec spec) {
        this.spec = spec;
        if (spec.topics().repartition()) {
            for (Side side : Side.values()) {
                topics.add(new TopicTail(connection, topic(side)));
            }
        }
    }

    /** Names the places of what is there now and was not taken at the cut. */
    void forEach(Cut cut, Consumer<Place> each) {
        for (int i = 0; i < topics.size(); i++) {
            Side side = Side.values()[i];
            topics.get(i).readOn(record -> {
                StoredInputs.At at = record.offset() >= cut.of(record.topic(), record.partition())
                        ? StoredInputs.repartitioned(record.headers())
                        : null;
                if (at != null) {
                    each.accept(new Place(side, at.partition(), at.offset()));
                }
            });
        }
    }

    private String topic(Side side) {
        return StoredInputs.repartitionTopic(
                spec.filterId(), side == Side.SAMPLE ? dev.sluice.stream.Side.SAMPLES : dev.sluice.stream.Side.LOGITS);
    }

    @Override
    public void close() {
        topics.forEach(TopicTail::close);
    }
}
