package com.example.payments;

import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.subscriber.DomainEvents;

@Singleton
class PaymentLog {

    private static final Logger LOG = Logger.getLogger(PaymentLog.class);

    void on(@ObservesAsync @DomainEvents("payment.*") DomainEvent event) {
        LOG.infof("Payment: event=%s event_id=%s", event.eventName(), event.eventId());
    }
}
