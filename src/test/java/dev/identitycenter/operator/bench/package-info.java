/**
 * {@code make bench}: the operator beside what one would write instead, all against the simulator
 * with the limits of AWS. A further scenario is one class that implements {@link
 * dev.identitycenter.operator.bench.Scenario}, listed in {@link
 * dev.identitycenter.operator.bench.Bench}.
 */
package dev.identitycenter.operator.bench;
