package systems.tasker.events.bus;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import systems.tasker.events.event.EventPattern;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.subscriber.Overflow;
import systems.tasker.events.subscriber.SubscriberSettings;
import systems.tasker.events.subscriber.Subscription;

/** The default settings but for what a test is about. */
record MailboxSettings(SubscriberSettings settings, Clock clock) {

    static MailboxSettings with() {
        return new MailboxSettings(SubscriberSettings.DEFAULT, Clock.systemUTC());
    }

    MailboxSettings clock(Clock other) {
        return new MailboxSettings(settings, other);
    }

    MailboxSettings queueSize(int size) {
        return new MailboxSettings(
                new SubscriberSettings(
                        size,
                        settings.concurrency(),
                        settings.timeLimit(),
                        settings.overflow(),
                        settings.pauseAfter(),
                        settings.pause()),
                clock);
    }

    MailboxSettings concurrency(int events) {
        return new MailboxSettings(
                new SubscriberSettings(
                        settings.queueSize(),
                        events,
                        settings.timeLimit(),
                        settings.overflow(),
                        settings.pauseAfter(),
                        settings.pause()),
                clock);
    }

    MailboxSettings dropOldest() {
        return new MailboxSettings(
                new SubscriberSettings(
                        settings.queueSize(),
                        settings.concurrency(),
                        settings.timeLimit(),
                        Overflow.DROP_OLDEST,
                        settings.pauseAfter(),
                        settings.pause()),
                clock);
    }

    MailboxSettings pause(int after, Duration pause) {
        return new MailboxSettings(
                new SubscriberSettings(
                        settings.queueSize(),
                        settings.concurrency(),
                        settings.timeLimit(),
                        settings.overflow(),
                        after,
                        pause),
                clock);
    }

    Subscription of(BaseSubscriber subscriber) {
        return new Subscription(
                subscriber,
                List.of(new EventPattern("*")),
                settings,
                false,
                clock,
                () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    }
}
