/**
 * An AWS organization with IAM Identity Center, to test and try the operator against. It answers
 * sso-admin, the identity store and organizations in AWS JSON 1.1, and who the caller is as STS
 * does, on one port, so any AWS SDK or CLI works with {@code AWS_ENDPOINT_URL} and any keys.
 *
 * <p>Validation follows the service models, limits the published quotas, behaviour what is
 * documented or was reported in public. What is not known is an {@link
 * dev.identitycenter.operator.simulator.Assumption} that can be turned the other way.
 *
 * <p>There are no threads behind asynchronous requests: each call first catches up with the clock
 * of the options, so a test that owns the clock decides when workflows end. Throttled calls count
 * by the same clock.
 *
 * <p>Under {@code /_admin/} the same port shows a snapshot and the journal, takes a new seed, and
 * plans faults; {@code GET /_admin/} lists how.
 */
package dev.identitycenter.operator.simulator;
