/** What tests of several packages share. */
package dev.identitycenter.operator.testing;
