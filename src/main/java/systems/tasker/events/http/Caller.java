package systems.tasker.events.http;

import java.util.regex.Pattern;

import io.vertx.ext.web.RoutingContext;

/**
 * Who asked for something.
 *
 * @param address where the request came from
 * @param name who that is, fit for a line of a log; null without authentication
 */
public record Caller(String address, String name) {

    private static final Pattern NOT_OF_A_WORD = Pattern.compile("[\\s=\\p{Cntrl}]");

    public static Caller of(RoutingContext exchange) {
        var user = exchange.user();
        var address = exchange.request().remoteAddress();
        return new Caller(
                address == null ? "unknown" : address.hostAddress(), user == null ? null : escaped(user.subject()));
    }

    /** What distinguishes callers: the name, or without authentication the address. */
    public String identity() {
        return name == null ? address : name;
    }

    /** A name, which the issuer decides, must not forge a further field or line of the log. */
    private static String escaped(String name) {
        return NOT_OF_A_WORD.matcher(name).replaceAll("_");
    }
}
