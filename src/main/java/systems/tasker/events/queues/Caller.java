package systems.tasker.events.queues;

import io.vertx.ext.web.RoutingContext;

/**
 * Who asked for something.
 *
 * @param address where the request came from
 * @param name who that is; null when nobody asked them
 */
record Caller(String address, String name) {

    static Caller of(RoutingContext exchange) {
        var user = exchange.user();
        var address = exchange.request().remoteAddress();
        return new Caller(address == null ? "unknown" : address.hostAddress(), user == null ? null : user.subject());
    }
}
