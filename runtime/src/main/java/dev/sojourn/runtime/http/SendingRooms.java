package dev.sojourn.runtime.http;

import dev.sojourn.runtime.config.WebhookConfig;
import dev.sojourn.runtime.email.DeadLetters;
import dev.sojourn.runtime.email.Orders;
import dev.sojourn.runtime.email.Reports;
import dev.sojourn.runtime.outbound.Outbound;

/**
 * The rooms of mails that are asked for, reported on and given up, and of what others are told.
 *
 * @param webhooks how those who report prove who they are
 */
public record SendingRooms(
    Orders orders,
    Reports reports,
    DeadLetters deadLetters,
    WebhookConfig webhooks,
    Outbound outbound) {}
