package dev.sluice.avro;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.ErrorMessage;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.SslFactory;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.basicauth.BasicAuthCredentialProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.bearerauth.BearerAuthCredentialProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.utils.JacksonMapper;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.core.type.TypeReference;

/**
 * The Confluent client's requests over the JDK's HTTP client. The client's own way has a time-out for each read only, which
 * a registry that trickles its answer byte by byte defeats for ever; it reads answers of any length; and its redirects can
 * be switched off for the whole JVM only.
 *
 * <ol>
 *   <li>A question ({@link #within}) ends in time, all of it: every address, every request that it takes, from the connection
 *       to the last byte. What is still under way then is cancelled.
 *   <li>A redirect is an answer like any other, and not a good one: following it would carry credentials elsewhere.
 *   <li>No more than {@link BoundedBody#MOST_BYTES} of an answer are read.
 *   <li>The addresses share the time that is left evenly. One that gives no answer, or a 5xx, is left for the next.
 * </ol>
 *
 * <p>Rejected: a watchdog that closes the old connection. It cannot get at a connection in its TLS handshake, and closing
 * waits for the very read that hangs.
 */
final class RegistryTransport extends RestService {

    private static final String CHECK_HOST = "ssl.endpoint.identification.algorithm";

    private final HttpClient http;
    private final Duration deadline;
    private final ThreadLocal<Long> until = new ThreadLocal<>();
    private BasicAuthCredentialProvider basic;
    private BearerAuthCredentialProvider bearer;
    private InetSocketAddress proxy;

    /**
     * @param addresses tried in turn
     * @param settings as {@link RegistryConfig#forClient} has them
     */
    RegistryTransport(List<String> addresses, Map<String, String> settings) {
        super(addresses);
        this.deadline = RegistryConfig.deadline(settings);
        configure(settings);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(RegistryConfig.connectTimeout(settings));
        SSLContext ssl = new SslFactory(settings).sslContext();
        if (ssl != null) {
            builder.sslContext(ssl);
        }
        if (proxy != null) {
            builder.proxy(ProxySelector.of(proxy));
        }
        refuseUncheckedHosts(addresses, settings.get(CHECK_HOST));
        this.http = builder.build();
    }

    // The JDK's client always checks that the certificate names the host; to pretend otherwise would be worse.
    private static void refuseUncheckedHosts(List<String> addresses, String algorithm) {
        boolean unchecked = algorithm != null && (algorithm.isEmpty() || algorithm.equals("none"));
        if (unchecked && addresses.stream().anyMatch(address -> address.startsWith("https:"))) {
            throw new IllegalArgumentException("the registry's certificate must name its host: set schema.registry."
                    + CHECK_HOST + "=https, or start Java with"
                    + " -Djdk.internal.httpclient.disableHostnameVerification=true and leave the key out");
        }
    }

    /** A question to the registry. */
    interface Question<T> {
        T ask() throws IOException, RestClientException;
    }

    /** Asks a question that may take several requests; the deadline is for all of them. */
    <T> T within(Question<T> question) throws IOException, RestClientException {
        until.set(System.nanoTime() + deadline.toNanos());
        try {
            return question.ask();
        } finally {
            until.remove();
        }
    }

    @Override
    public void setBasicAuthCredentialProvider(BasicAuthCredentialProvider provider) {
        this.basic = provider;
    }

    @Override
    public void setBearerAuthCredentialProvider(BearerAuthCredentialProvider provider) {
        this.bearer = provider;
    }

    @Override
    public void setProxy(String host, int port) {
        this.proxy = new InetSocketAddress(host, port);
    }

    @Override
    public <T> T httpRequest(
            String path, String method, byte[] body, Map<String, String> headers, TypeReference<T> answerType)
            throws IOException, RestClientException {
        if (until.get() == null) {
            return within(() -> httpRequest(path, method, body, headers, answerType));
        }
        int addresses = getBaseUrls().size();
        for (int left = addresses; ; left--) {
            String address = getBaseUrls().current();
            try {
                return answer(exchange(request(address, path, method, body, headers), left), answerType);
            } catch (RestClientException refusal) {
                if (left == 1 || refusal.getStatus() < 500) {
                    throw refusal;
                }
                getBaseUrls().fail(address);
            } catch (IOException fault) {
                getBaseUrls().fail(address);
                if (left == 1) {
                    throw fault;
                }
            }
        }
    }

    private HttpRequest request(String address, String path, String method, byte[] body, Map<String, String> headers)
            throws IOException {
        String base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        URI full = URI.create(base + "/" + (path.startsWith("/") ? path.substring(1) : path));
        URI plain = URI.create(full.toString().replaceFirst("//[^/@]*@", "//"));
        HttpRequest.Builder request = HttpRequest.newBuilder(plain)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        authorize(request, full);
        return request.build();
    }

    private void authorize(HttpRequest.Builder request, URI full) throws IOException {
        String user = basic == null ? null : basic.getUserInfo(full.toURL());
        if (user == null && bearer == null && full.getRawUserInfo() != null) {
            user = URLDecoder.decode(full.getRawUserInfo(), StandardCharsets.UTF_8);
        }
        if (user != null) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        }
        if (bearer != null) {
            header(request, "Authorization", "Bearer ", bearer.getBearerToken(full.toURL()));
            header(request, "Confluent-Identity-Pool-Id", "", bearer.getTargetIdentityPoolId());
            header(request, "target-sr-cluster", "", bearer.getTargetSchemaRegistry());
        }
    }

    private static void header(HttpRequest.Builder request, String name, String prefix, String value) {
        if (value != null) {
            request.header(name, prefix + value);
        }
    }

    /** @param shares how many addresses, this one included, have to do with the time that is left */
    private HttpResponse<byte[]> exchange(HttpRequest request, int shares) throws IOException {
        long left = (until.get() - System.nanoTime()) / shares;
        CompletableFuture<HttpResponse<byte[]>> coming = http.sendAsync(request, BoundedBody.handler());
        try {
            return coming.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new IOException("no complete answer within " + deadline.toMillis() + " ms", late);
        } catch (ExecutionException fault) {
            throw inWords(fault.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for an answer", stop);
        } finally {
            coming.cancel(true);
        }
    }

    // The JDK's client says nothing but the names of exceptions where people look first.
    private static IOException inWords(Throwable fault) {
        if (fault instanceof HttpConnectTimeoutException) {
            return new IOException("no connection in time");
        }
        if (fault instanceof ConnectException) {
            boolean noAddress = fault.getCause() instanceof UnresolvedAddressException;
            return new IOException(noAddress ? "unknown host" : "connection refused");
        }
        return new IOException(RegistryConfig.oneLine(fault), fault);
    }

    private static <T> T answer(HttpResponse<byte[]> response, TypeReference<T> type)
            throws IOException, RestClientException {
        int status = response.statusCode();
        if (status == HttpURLConnection.HTTP_OK) {
            try {
                return JacksonMapper.INSTANCE.readValue(response.body(), type);
            } catch (JsonProcessingException page) {
                throw new IOException("its answer is not a schema registry's");
            }
        }
        if (status == HttpURLConnection.HTTP_NO_CONTENT) {
            return null;
        }
        ErrorMessage error = null;
        try {
            error = JacksonMapper.INSTANCE.readValue(response.body(), ErrorMessage.class);
        } catch (JsonProcessingException notTheRegistrys) {
            // Somebody else's page: the status alone counts.
        }
        throw error == null
                ? new RestClientException("no message of a schema registry", status, 0)
                : new RestClientException(error.getMessage(), status, error.getErrorCode());
    }
}
