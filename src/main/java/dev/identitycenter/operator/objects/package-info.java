/** The operator's own objects: found by what they refer to, and woken when that changes. */
package dev.identitycenter.operator.objects;
