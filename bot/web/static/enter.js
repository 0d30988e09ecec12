document.querySelector("[data-enter]").submit();
