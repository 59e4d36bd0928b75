package com.example.payments;

import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.subscriber.SubscribesTo;

@Singleton
@SubscribesTo({"payment.*", "*.refunded"})
class PaymentCounter extends BaseSubscriber {
    private final LongAdder payments = new LongAdder();

    @Override
    public void handle(DomainEvent event) {
        payments.increment();
    }
}
