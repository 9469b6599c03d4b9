/**
 * The contract with users: fields, their descriptions and constraints. Data only; knows neither
 * Kubernetes controllers nor AWS.
 */
package dev.identitycenter.operator.api.v1alpha1;
