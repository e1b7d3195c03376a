package useragent

import (
	"bufio"
	"io"
	"os"
	"sync"
)

// A pipe carries the DevTools protocol over two file descriptors, each message ended by a zero byte. Unlike a debugging
// port it is open to nobody else on the machine, and a browser whose pipe closes ends by itself: even when this process
// is killed, none stays behind.
type pipe struct {
	mu  sync.Mutex
	in  io.WriteCloser // to the browser
	out io.ReadCloser
	r   *bufio.Reader
}

// newPipe makes a pipe and the two ends that are the browser's descriptors 3 and 4.
func newPipe() (p *pipe, browser []*os.File, err error) {
	theirIn, in, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		theirIn.Close()
		in.Close()
		return nil, nil, err
	}
	return &pipe{in: in, out: out, r: bufio.NewReaderSize(out, 64<<10)}, []*os.File{theirIn, theirOut}, nil
}

// Send writes one message.
func (p *pipe) Send(data []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, err := p.in.Write(append(data, 0))
	return err
}

// Read waits for one message.
func (p *pipe) Read() ([]byte, error) {
	b, err := p.r.ReadBytes(0)
	if err != nil {
		return nil, err
	}
	return b[:len(b)-1], nil
}

// Close ends the conversation, and with it the browser.
func (p *pipe) Close() error {
	p.in.Close()
	return p.out.Close()
}
