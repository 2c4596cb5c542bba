package dev.sluice.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the brokers must have switched on. Features are finalised for a whole cluster, and a cluster that was upgraded keeps
 * the old levels until somebody raises them.
 *
 * @param finalised level of each feature in force, none for those that are not
 * @param supported highest level that all brokers could be raised to
 */
record BrokerFeatures(Map<String, Short> finalised, Map<String, Short> supported) {

    static final String TRANSACTIONS = "transaction.version";
    static final String STREAMS = "streams.version";

    /**
     * What is missing.
     *
     * @param streamsGroups whether {@code --group-protocol streams} is asked for
     * @param bootstrap address for the commands that are proposed
     */
    List<BrokerNote> notes(boolean streamsGroups, String bootstrap) {
        List<BrokerNote> notes = new ArrayList<>();
        if (level(TRANSACTIONS) < 2) {
            notes.add(new BrokerNote(
                    TRANSACTIONS,
                    level(TRANSACTIONS),
                    2,
                    "without KIP-890 a transaction that hangs can be continued by mistake, so exactly once is not promised",
                    fix(TRANSACTIONS, 2, bootstrap),
                    false));
        }
        if (streamsGroups && level(STREAMS) < 1) {
            notes.add(new BrokerNote(
                    STREAMS,
                    level(STREAMS),
                    1,
                    "the brokers do not take part in --group-protocol streams",
                    fix(STREAMS, 1, bootstrap) + ", or run without --group-protocol streams",
                    true));
        }
        return List.copyOf(notes);
    }

    private int level(String feature) {
        return finalised.getOrDefault(feature, (short) 0);
    }

    private String fix(String feature, int needed, String bootstrap) {
        if (supported.getOrDefault(feature, (short) 0) < needed) {
            return "these brokers cannot have it: upgrade them to Kafka 4.2 or newer, then raise the feature";
        }
        return "kafka-features.sh --bootstrap-server " + bootstrap + " upgrade --feature " + feature + "=" + needed;
    }
}
