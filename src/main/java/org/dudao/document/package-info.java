/**
 * Papers of the campaign as DOCX and PDF, made from templates that a town can change without Java (M1, W2b, W2d, W2e,
 * S3).
 */
package org.dudao.document;
