package org.dudao.platform.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** A request whose body can be read up to a limit; reading on fails. */
final class LimitedRequest extends HttpServletRequestWrapper {

    private final long limit;
    private boolean exceeded;
    private ServletInputStream input;
    private BufferedReader reader;

    /** @param limit most bytes of the body */
    LimitedRequest(HttpServletRequest request, long limit) {
        super(request);
        this.limit = limit;
    }

    /** @return whether more than the limit was announced or read */
    boolean isExceeded() {
        return exceeded || getContentLengthLong() > limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (input == null) {
            input = new LimitedInput(super.getInputStream());
        }
        return input;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (reader == null) {
            String encoding = getCharacterEncoding();
            Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
            reader = new BufferedReader(new InputStreamReader(getInputStream(), charset));
        }
        return reader;
    }

    private final class LimitedInput extends ServletInputStream {
        private final ServletInputStream original;
        private long count;

        LimitedInput(ServletInputStream original) {
            this.original = original;
        }

        @Override
        public int read() throws IOException {
            int value = original.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = original.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int more) throws IOException {
            count += more;
            if (count > limit) {
                exceeded = true;
                throw new IOException("The body is larger than " + limit + " bytes");
            }
        }

        @Override
        public int available() throws IOException {
            return original.available();
        }

        @Override
        public void close() throws IOException {
            original.close();
        }

        @Override
        public boolean isFinished() {
            return original.isFinished();
        }

        @Override
        public boolean isReady() {
            return original.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            original.setReadListener(listener);
        }
    }
}
