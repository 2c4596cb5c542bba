package dev.sluice.cli;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.sluice.spec.Redaction;

/** A stack trace in the log without secrets: the messages of its causes are other people's; {@code logback.xml} names it. */
public final class RedactedTrace extends ThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        return Redaction.of(super.throwableProxyToString(thrown));
    }
}
