package dev.sluice.embedded;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker and a registry that trust nobody: SASL over TLS on one port, mutual TLS on another, rights by ACL; the registry
 * behind HTTPS with basic auth. All keys and passwords are made for the occasion.
 */
public final class SecureStack implements AutoCloseable {

    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required ";
    private static final String ADMIN = "the-administrators-password";

    private final TestKeys keys;
    private final EmbeddedKafka kafka;
    private final int mutualPort;
    private final HttpsServer registry;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private SecureStack(TestKeys keys, Map<String, String> registryUsers) throws Exception {
        this.keys = keys;
        mutualPort = Ports.choose(0, "--kafka-port");
        kafka = EmbeddedKafka.start(0, null, Map.of(), brokerSettings());
        registry = HttpsServer.create(new InetSocketAddress(Ports.LOOPBACK, 0), 0);
        registry.setHttpsConfigurator(new HttpsConfigurator(keys.serverContext()));
        registry.setExecutor(threads);
        registry.createContext("/", new RegistryHandler(new RegistryApi(new RegistryContents(), null)))
                .setAuthenticator(new BasicAuthenticator("registry") {
                    @Override
                    public boolean checkCredentials(String user, String password) {
                        return password.equals(registryUsers.get(user));
                    }
                });
        registry.start();
    }

    /**
     * Starts both.
     *
     * @param keys made before
     * @param registryUsers who may ask the registry, with their passwords
     */
    public static SecureStack start(TestKeys keys, Map<String, String> registryUsers) throws Exception {
        return new SecureStack(keys, registryUsers);
    }

    private Map<String, String> brokerSettings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("listeners", "MUTUAL://" + Ports.LOOPBACK + ":" + mutualPort);
        settings.put("advertised.listeners", "MUTUAL://" + Ports.LOOPBACK + ":" + mutualPort);
        settings.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,MUTUAL:SSL,CONTROLLER:PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put(
                "listener.name.clients.plain.sasl.jaas.config",
                PLAIN + "username=\"admin\" password=\"" + ADMIN + "\" user_admin=\"" + ADMIN + "\";");
        settings.put("listener.name.clients.scram-sha-512.sasl.jaas.config", SCRAM + ";");
        settings.put("listener.name.mutual.ssl.client.auth", "required");
        keys.broker().forEach((key, value) -> settings.put(key, value));
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:admin;User:ANONYMOUS");
        return settings;
    }

    /** The port for SASL over TLS. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** The port for mutual TLS. */
    public String mutualBootstrapServers() {
        return Ports.LOOPBACK + ":" + mutualPort;
    }

    /** The registry's address, as {@code host:port/}, to be put behind {@code https://}. */
    public String registryAddress() {
        return Ports.LOOPBACK + ":" + registry.getAddress().getPort();
    }

    /** A user of SCRAM-SHA-512. */
    public void user(String name, String password) throws Exception {
        UserScramCredentialAlteration user = new UserScramCredentialUpsertion(
                name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password);
        try (Admin admin = Admin.create(administrator())) {
            admin.alterUserScramCredentials(List.of(user)).all().get();
        }
    }

    /** Rights to all that begins with a name. */
    public void grant(String principal, String prefix, ResourceType type, AclOperation... operations) throws Exception {
        List<AclBinding> rights = new ArrayList<>();
        for (AclOperation operation : operations) {
            rights.add(new AclBinding(
                    new ResourcePattern(type, prefix, PatternType.PREFIXED),
                    new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
        }
        try (Admin admin = Admin.create(administrator())) {
            admin.createAcls(rights).all().get();
        }
    }

    /** Settings of a client that may do everything. */
    public Properties administrator() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrapServers());
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", "PLAIN");
        settings.put("sasl.jaas.config", PLAIN + "username=\"admin\" password=\"" + ADMIN + "\";");
        settings.putAll(keys.trust());
        return settings;
    }

    /** The line {@code sasl.jaas.config} of a user. */
    public static String jaas(String user, String password) {
        return SCRAM + "username=\"" + user + "\" password=\"" + password + "\";";
    }

    @Override
    public void close() {
        registry.stop(0);
        threads.shutdownNow();
        kafka.close();
    }
}
