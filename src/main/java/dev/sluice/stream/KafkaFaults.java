package dev.sluice.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/**
 * What a refusal by Kafka means for a person, and what to do about it. Kafka's own messages say that a handshake failed and
 * leave the reason to a cause many levels down.
 */
public final class KafkaFaults {

    private static final int DEEPEST = 30;
    private static final String GRANT = ": have it granted (the README lists the rights that a pipeline needs)";

    private KafkaFaults() {}

    /** One line about the first fault in a chain of causes that is a matter of identity, rights or settings. */
    public static Optional<String> explain(Throwable fault) {
        for (Throwable link : chain(fault)) {
            if (link instanceof SslAuthenticationException || link instanceof SSLException) {
                return Optional.of(handshake(fault));
            }
            if (link instanceof AuthenticationException) {
                return Optional.of("the broker refuses the credentials (" + plain(link)
                        + "): check security.protocol, sasl.mechanism and sasl.jaas.config in --config");
            }
            if (link instanceof AuthorizationException denied) {
                return Optional.of(denied(denied));
            }
            if (link instanceof ConfigException || unusable(link)) {
                return Optional.of(setting(link));
            }
        }
        return Optional.empty();
    }

    /** The explanation, or what the innermost cause says. */
    public static String sentence(Throwable fault) {
        return explain(fault).orElseGet(() -> plain(root(fault)));
    }

    private static String handshake(Throwable fault) {
        String why = plain(root(fault));
        if (why.contains("certification path") || why.contains("trustAnchors") || why.contains("PKIX")) {
            return "the broker's certificate is not trusted: name its authority with ssl.truststore.location and"
                    + " ssl.truststore.password in --config";
        }
        if (why.contains("subject alternative") || why.contains("No name matching")) {
            return "the broker's certificate is for another host (" + why
                    + "): name the broker in --bootstrap-server as its certificate does";
        }
        if (why.contains("SSL message") || why.contains("plaintext connection")) {
            return "no TLS is spoken there: check the port, and security.protocol in --config";
        }
        if (why.contains("certificate")) {
            return "the broker does not take our certificate (" + why
                    + "): check ssl.keystore.location and the like in --config";
        }
        return "the TLS handshake failed (" + why + "): check security.protocol and ssl.* in --config";
    }

    private static String denied(AuthorizationException denied) {
        if (denied instanceof TopicAuthorizationException topics
                && !topics.unauthorizedTopics().isEmpty()) {
            return "the user has no right to topic " + String.join(", ", new TreeSet<>(topics.unauthorizedTopics()))
                    + GRANT;
        }
        if (denied instanceof GroupAuthorizationException group) {
            return "the user has no right to consumer group " + group.groupId() + GRANT;
        }
        if (denied instanceof TransactionalIdAuthorizationException) {
            return "the user has no right to transactional ids that begin with the pipeline's name" + GRANT;
        }
        if (denied instanceof ClusterAuthorizationException) {
            return "the user has no right to do this to the cluster (" + plain(denied) + ")" + GRANT;
        }
        return "the user has no right to this (" + plain(denied) + ")" + GRANT;
    }

    // A client that cannot be made from its settings: a key store that is not there, or that has another password.
    private static boolean unusable(Throwable link) {
        return link.getClass() == KafkaException.class
                && link.getMessage() != null
                && link.getMessage().startsWith("Failed to load");
    }

    private static String setting(Throwable link) {
        String what = plain(link);
        String why = plain(root(link));
        return (what.contains(why) ? what : what + ": " + why) + ": check the file of --config";
    }

    private static List<Throwable> chain(Throwable fault) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable link = fault; link != null && chain.size() < DEEPEST; link = link.getCause()) {
            chain.add(link);
        }
        return chain;
    }

    private static Throwable root(Throwable fault) {
        List<Throwable> chain = chain(fault);
        return chain.get(chain.size() - 1);
    }

    private static String plain(Throwable fault) {
        String text = fault.getMessage() == null
                ? ""
                : fault.getMessage().replaceAll("\\s+", " ").strip();
        text = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return text.isEmpty() ? fault.getClass().getSimpleName() : text;
    }
}
