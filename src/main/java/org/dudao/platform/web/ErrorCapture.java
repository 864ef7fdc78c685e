package org.dudao.platform.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** A response that lets success through as it is written and holds back the body of an error. */
final class ErrorCapture extends HttpServletResponseWrapper {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean capturing;
    private boolean sentError;
    private String errorMessage = "";
    private ServletOutputStream output;
    private PrintWriter writer;

    ErrorCapture(HttpServletResponse response) {
        super(response);
    }

    /** @return whether this is an error of which nothing has gone out yet */
    boolean isCaptured() {
        return capturing && !super.isCommitted();
    }

    byte[] body() {
        flushWriter();
        return body.toByteArray();
    }

    /** @return what was given to sendError, "" when nothing was */
    String errorMessage() {
        return errorMessage;
    }

    /** Sends an answer in place of whatever was held back. */
    void replace(int status, byte[] json) throws IOException {
        flushWriter();
        super.resetBuffer();
        super.setStatus(status);
        super.setContentType("application/json");
        super.setCharacterEncoding("UTF-8");
        super.setContentLength(json.length);
        super.getOutputStream().write(json);
        super.flushBuffer();
    }

    /** Writes what the writer still holds to where it belongs. */
    void flushWriter() {
        if (writer != null) {
            writer.flush();
        }
    }

    @Override
    public void setStatus(int status) {
        if (sentError) {
            return;
        }
        capturing = status >= 400 && !super.isCommitted();
        super.setStatus(status);
    }

    @Override
    public void sendError(int status) throws IOException {
        sendError(status, "");
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        if (isCommitted()) {
            throw new IllegalStateException("The response is already under way");
        }
        super.setStatus(status);
        body.reset();
        capturing = true;
        sentError = true;
        errorMessage = message == null ? "" : message;
    }

    @Override
    public boolean isCommitted() {
        return sentError || super.isCommitted();
    }

    @Override
    public void flushBuffer() throws IOException {
        flushWriter();
        if (!capturing) {
            super.flushBuffer();
        }
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        body.reset();
    }

    @Override
    public void reset() {
        super.reset();
        body.reset();
        capturing = false;
        output = null;
        writer = null;
    }

    @Override
    public ServletOutputStream getOutputStream() {
        if (output == null) {
            output = new Output();
        }
        return output;
    }

    @Override
    public PrintWriter getWriter() {
        if (writer == null) {
            String encoding = getCharacterEncoding();
            setCharacterEncoding(encoding);
            writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), Charset.forName(encoding)));
        }
        return writer;
    }

    private ServletOutputStream original() throws IOException {
        return super.getOutputStream();
    }

    private final class Output extends ServletOutputStream {

        @Override
        public void write(int value) throws IOException {
            if (!capturing) {
                original().write(value);
            } else if (!sentError) {
                body.write(value);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!capturing) {
                original().write(bytes, offset, length);
            } else if (!sentError) {
                body.write(bytes, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            if (!capturing) {
                original().flush();
            }
        }

        @Override
        public void close() throws IOException {
            if (!capturing) {
                original().close();
            }
        }

        @Override
        public boolean isReady() {
            try {
                return original().isReady();
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            try {
                original().setWriteListener(listener);
            } catch (IOException e) {
                listener.onError(e);
            }
        }
    }
}
