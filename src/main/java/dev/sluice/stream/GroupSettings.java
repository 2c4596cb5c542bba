package dev.sluice.stream;

import dev.sluice.spec.Connection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Settings that live with a group at the broker. Under {@link GroupProtocol#STREAMS} the broker assigns the tasks, and does
 * not look at {@code num.standby.replicas} of its members.
 */
final class GroupSettings {

    private static final String STANDBYS = "streams.num.standby.replicas";

    private GroupSettings() {}

    /**
     * Sets how many standby replicas the broker assigns for each task of these groups.
     *
     * @throws IllegalStateException when the broker does not take the setting
     */
    static void standbys(Connection connection, Collection<String> groups, int replicas) {
        AlterConfigOp set =
                new AlterConfigOp(new ConfigEntry(STANDBYS, Integer.toString(replicas)), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(connection.kafka())) {
            for (String group : groups) {
                ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
                admin.incrementalAlterConfigs(Map.of(resource, List.of(set)))
                        .all()
                        .get();
            }
        } catch (ExecutionException refused) {
            throw new IllegalStateException(
                    "the broker does not take " + STANDBYS + "=" + replicas + " for groups " + groups + ": "
                            + refused.getCause().getMessage()
                            + "; allow it (ALTER_CONFIGS on the groups, group.streams.max.standby.replicas) or leave"
                            + " --standby out",
                    refused.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while setting " + STANDBYS, stopped);
        }
    }
}
