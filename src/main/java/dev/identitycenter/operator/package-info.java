/** Entry point, configuration and wiring; no behaviour of its own. */
package dev.identitycenter.operator;
