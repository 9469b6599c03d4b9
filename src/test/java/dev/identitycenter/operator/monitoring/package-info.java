/** What we measure, and the alerts, dashboard and documents that rely on it. */
package dev.identitycenter.operator.monitoring;
