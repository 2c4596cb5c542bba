package dev.sluice.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys that live as long as a test: a broker's, a client's, and who trusts whom. Made by the JDK's keytool. */
public final class TestKeys {

    private static final String BROKER = "the-brokers-store";

    private final Path folder;
    private final String trustPassword;
    private final String storePassword;
    private final String keyPassword;

    /**
     * Makes them.
     *
     * @param trustPassword of the client's trust store
     * @param storePassword of the client's key store
     * @param keyPassword of the key in it
     */
    public TestKeys(Path folder, String trustPassword, String storePassword, String keyPassword) throws Exception {
        this.folder = folder;
        this.trustPassword = trustPassword;
        this.storePassword = storePassword;
        this.keyPassword = keyPassword;
        make("broker.jks", "CN=broker", BROKER, BROKER, "-ext", "san=ip:127.0.0.1");
        make("client.jks", "CN=client", storePassword, keyPassword);
        trust("trust.p12", trustPassword, "broker.jks", BROKER);
        trust("wrong.p12", trustPassword, "client.jks", storePassword);
        trust("brokers-trust.p12", BROKER, "broker.jks", BROKER, "client.jks", storePassword);
    }

    // The old format, as it alone has a password for the key besides the one for the store.
    private void make(String file, String name, String store, String key, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "key",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-storetype",
                "JKS",
                "-dname",
                name,
                "-keystore",
                folder.resolve(file).toString(),
                "-storepass",
                store,
                "-keypass",
                key));
        command.addAll(List.of(more));
        Path said = folder.resolve(file + ".log");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool: " + Files.readString(said));
        }
    }

    private void trust(String file, String password, String... storesAndPasswords) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        for (int i = 0; i < storesAndPasswords.length; i += 2) {
            trust.setCertificateEntry(
                    "certificate-" + i,
                    load(storesAndPasswords[i], storesAndPasswords[i + 1]).getCertificate("key"));
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
            trust.store(out, password.toCharArray());
        }
    }

    private KeyStore load(String file, String password) throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            store.load(in, password.toCharArray());
        }
        return store;
    }

    private String path(String file) {
        return folder.resolve(file).toString();
    }

    /** Settings of the broker. */
    Map<String, String> broker() {
        return Map.of(
                "ssl.keystore.location",
                path("broker.jks"),
                "ssl.keystore.type",
                "JKS",
                "ssl.keystore.password",
                BROKER,
                "ssl.key.password",
                BROKER,
                "ssl.truststore.location",
                path("brokers-trust.p12"),
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.password",
                BROKER);
    }

    /** Settings of a client that trusts the broker. */
    public Map<String, String> trust() {
        return Map.of(
                "ssl.truststore.location",
                path("trust.p12"),
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.password",
                trustPassword);
    }

    /** Settings of a client that trusts somebody else. */
    public Map<String, String> wrongTrust() {
        return Map.of(
                "ssl.truststore.location",
                path("wrong.p12"),
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.password",
                trustPassword);
    }

    /** Settings of a client that shows its own certificate; to the broker it is {@code User:CN=client}. */
    public Map<String, String> identity() {
        return Map.of(
                "ssl.keystore.location",
                path("client.jks"),
                "ssl.keystore.type",
                "JKS",
                "ssl.keystore.password",
                storePassword,
                "ssl.key.password",
                keyPassword);
    }

    /** What an HTTPS server shows. */
    SSLContext serverContext() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load("broker.jks", BROKER), BROKER.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
