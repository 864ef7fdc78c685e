/** Brings models and forms into the engine, once per changed content. */
package org.dudao.deployment;
