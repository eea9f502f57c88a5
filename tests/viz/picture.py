"""What can be asked of a drawn page, in whichever browser."""

# How many colors stand on the canvas: an expression.
COLORS = """(() => {
    const canvas = document.querySelector('#canvas canvas');
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    const colors = new Set();
    for (let i = 0; i < data.length; i += 4)
        if (data[i + 3]) colors.add(data[i] * 65536 + data[i + 1] * 256 + data[i + 2]);
    return colors.size;
})()"""
