package dev.sluice.spec;

import java.util.regex.Pattern;

/**
 * Takes secrets out of texts for people. They are known by where they stand, since the text may come from a library that
 * quotes a setting: between {@code //} and {@code @} of an address, and after the name of a setting that speaks of one.
 */
public final class Redaction {

    /** Stands for a secret. */
    public static final String HIDDEN = "[hidden]";

    // Up to the last @ before a blank or the next address: a password may hold slashes and @ though it should not.
    private static final Pattern USER_INFO = Pattern.compile("//(?:(?!://)[^\\s\"'<>])*@");

    // No address may hold a blank, but libraries quote the password that has one when they refuse it. Only after
    // "//user:": a port, or a blank after the colon, is an address in a sentence that names some other @ later on.
    private static final Pattern BLANK_IN_USER_INFO =
            Pattern.compile("//[^\\s/:@\\[\"'<>]+:(?!\\s|\\d+(?:[\\s/:,;?#.)\\]]|$))(?:(?!://)[^\\r\\n\"'<>])*@");

    private static final Pattern SETTING = Pattern.compile(
            "(?i)([\\w.-]*(?:password|passwd|secret|jaas|token|credential|user\\.info|private|keystore\\.key|api\\.key)"
                    + "[\\w.-]*\"?\\s*[=:]\\s*)(\"[^\"]*\"|'[^']*'|[^\\s,;\"'})\\]]+)");

    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", Pattern.DOTALL);

    private Redaction() {}

    /** The text without secrets. */
    public static String of(String text) {
        if (text == null) {
            return null;
        }
        String plain = PEM.matcher(text).replaceAll(HIDDEN);
        plain = address(plain);
        return SETTING.matcher(plain).replaceAll("$1" + HIDDEN);
    }

    /** An address, or several, without the user and password in it. */
    public static String address(String url) {
        String hidden = "//" + HIDDEN + "@";
        return USER_INFO
                .matcher(BLANK_IN_USER_INFO.matcher(url).replaceAll(hidden))
                .replaceAll(hidden);
    }
}
